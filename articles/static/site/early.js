// What must be known before the first paint: the size that this browser keeps, and what it can do.
// For WebViews of 2019: no newer syntax than ES2017.
(function () {
  "use strict";
  var root = document.documentElement;
  var asked = /[?&]size=(large|largest)(&|$)/.test(location.search);

  function wear(size) {
    root.classList.toggle("large", size === "large" || size === "largest");
    root.classList.toggle("largest", size === "largest");
  }

  root.classList.add("script");
  if (window.speechSynthesis && window.SpeechSynthesisUtterance) root.classList.add("voice");
  if (navigator.share) root.classList.add("shares");
  try {
    if (!asked) wear(localStorage.getItem("size"));
  } catch (refused) { /* a browser that keeps nothing: the links do it */ }

  // Suggestions are for those who search; the others load nothing for them.
  var search = document.currentScript.dataset.search;
  document.addEventListener("focusin", function load(event) {
    if (!event.target.closest || !event.target.closest("form[data-suggest]")) return;
    document.removeEventListener("focusin", load);
    var script = document.createElement("script");
    script.src = search;
    document.head.appendChild(script);
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-size]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    try {
      localStorage.setItem("size", link.dataset.size);
    } catch (refused) {
      return;
    }
    event.preventDefault();
    if (asked) {
      location.replace(location.href.replace(/([?&])size=[a-z]+&?/, "$1").replace(/[?&](#|$)/, "$1"));
      return;
    }
    wear(link.dataset.size);
    var shown = Array.prototype.filter.call(link.parentNode.querySelectorAll("a[data-size]"), function (other) {
      return other.offsetParent;
    });
    if (shown[0] && !link.offsetParent) shown[0].focus({preventScroll: true});
  });
}());
