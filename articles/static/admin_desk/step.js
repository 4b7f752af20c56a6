// The page of a step, for one piece or several, by keyboard: Ctrl+Enter takes it, from wherever the caret is; after a
// refusal the caret stands where something is to be mended. What takes a piece away from readers, and what asks once
// more, wants its own button.
"use strict";
{
  const form = document.querySelector(".step-form:not(.step-asking)");
  const main = form?.querySelector(".step-do .step-main:not(.step-away)");

  document.addEventListener("keydown", event => {
    if (!main || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    // A key that is held down comes from the page before; an input method in composition has Enter for itself.
    if (event.repeat || event.isComposing || event.keyCode === 229) return;
    const typedIn = event.target.closest("form");
    if (typedIn && typedIn !== form) return; // a note on a paragraph
    event.preventDefault();
    main.click();
  });

  document.querySelector(".step-wrong")?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}
