// Copies what a button names into the clipboard, on plain HTTP too: the browser's own copy command works without a
// secure context, and its event lets us say exactly which HTML arrives.
"use strict";
{
  const said = document.getElementById("copy-said");
  let handed = null; // what the copy command hands over, while it runs

  // The policy of this page forbids styles in attributes; set one by one they are allowed.
  for (const element of document.querySelectorAll("[data-style]")) element.style.cssText = element.dataset.style;

  const select = element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  document.addEventListener("copy", event => {
    if (!handed) return;
    event.clipboardData.setData("text/plain", handed.text);
    if (handed.html) event.clipboardData.setData("text/html", handed.html);
    event.preventDefault();
  });

  document.addEventListener("click", event => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copies);
    handed = {text: source.innerText, html: document.getElementById(button.dataset.html)?.value};
    select(source);
    let isCopied = false;
    try { isCopied = document.execCommand("copy"); } finally { handed = null; }
    said.textContent = isCopied ? said.dataset.done : said.dataset.refused;
    if (isCopied) getSelection().removeAllRanges();
  });
}
