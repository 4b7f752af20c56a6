// Beside an article: it is read aloud, its address is copied or shared. Each button is there only where it works.
(function () {
  "use strict";

  // --- 听新闻: sentence by sentence, because some voices stop after some hundred characters

  var button = document.querySelector(".listen");
  var voice = window.speechSynthesis;
  var SPOKEN = ".art .kick, .art h1, .art .sub, .note p, .body p, .body h2, .body h3, .body li, .body td, .body th, .art figcaption";
  var waiting = [];
  var state = "silent";
  var said; // Chromium forgets a sentence that nothing names, and never says that it has ended.

  function sentences() {
    return Array.prototype.slice.call(document.querySelectorAll(SPOKEN)).filter(function (part) {
      return !part.parentNode.closest(SPOKEN); // a list in a list, a paragraph in a cell: said with what is around it
    }).reduce(function (all, part) {
      // innerText, since a line of verse ends at its <br>.
      return all.concat(part.innerText.match(/[^。！？；\n]+[。！？；]*[”’」』）]*/g) || []);
    }, []).map(function (text) { return text.trim(); }).filter(Boolean);
  }

  function offer(canBeHeard) {
    document.documentElement.classList.toggle("voice", canBeHeard);
  }

  // The list comes late or never: only one without Chinese says that nothing could be heard.
  function look() {
    var voices = voice.getVoices();
    offer(!voices.length || voices.some(function (one) { return /^(zh|cmn|yue)/i.test(one.lang); }));
  }

  function show(now) {
    state = now;
    button.textContent = button.dataset[now];
  }

  function next() {
    if (state !== "speaking") return;
    if (!waiting.length) return show("silent");
    said = new SpeechSynthesisUtterance(waiting[0]);
    said.lang = "zh-CN";
    said.onend = function () { if (state === "speaking") { waiting.shift(); next(); } };
    said.onerror = function (event) {
      if (event.error === "interrupted" || event.error === "canceled") return;
      show("silent");
      if (/unavailable$|^synthesis/.test(event.error)) offer(false);
    };
    voice.speak(said);
  }

  if (button && voice) {
    look();
    voice.onvoiceschanged = look;
    button.addEventListener("click", function () {
      if (state === "speaking") {
        // pause() does nothing on many phones: the sentence is begun again instead.
        show("paused");
        voice.cancel();
        return;
      }
      if (state === "silent") waiting = sentences();
      show("speaking");
      voice.cancel();
      next();
    });
    window.addEventListener("pagehide", function () { voice.cancel(); });
  }

  // --- Sharing without third parties

  var share = document.querySelector(".share");
  if (!share) return;
  var address = share.dataset.address;
  var copy = share.querySelector(".copy");

  function copied() {
    copy.textContent = copy.dataset.done;
    setTimeout(function () { copy.textContent = copy.dataset.words; }, 4000);
  }

  function copyTheOldWay() {
    var field = document.createElement("textarea");
    field.value = address;
    field.className = "hidden";
    document.body.appendChild(field);
    field.select();
    if (document.execCommand("copy")) copied();
    field.remove();
  }

  copy.addEventListener("click", function () {
    if (!navigator.clipboard) return copyTheOldWay();
    navigator.clipboard.writeText(address).then(copied, copyTheOldWay);
  });
  share.querySelector(".system").addEventListener("click", function () {
    navigator.share({title: document.querySelector("h1").textContent, url: address}).catch(function () {});
  });
}());
