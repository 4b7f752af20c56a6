// The body editor in the language of the account. Its tool tips are fixed English words, which are put right here; its
// dialogues ask gettext themselves, and are named below so that their words are collected for translation.
"use strict";
{
  const WORDS = {
    "paragraph": gettext("paragraph"),
    "heading 1": gettext("heading 1"),
    "heading 2": gettext("heading 2"),
    "heading 3": gettext("heading 3"),
    "unordered list": gettext("unordered list"),
    "ordered list": gettext("ordered list"),
    "blockquote": gettext("blockquote"),
    "horizontal rule": gettext("horizontal rule"),
    "bold": gettext("bold"),
    "italic": gettext("italic"),
    "insert link": gettext("insert link"),
    "remove link": gettext("remove link"),
    "insert table": gettext("insert table"),
    "add column": gettext("add column"),
    "delete column": gettext("delete column"),
    "add row": gettext("add row"),
    "delete row": gettext("delete row"),
    "merge cells": gettext("merge cells"),
    "split cell": gettext("split cell"),
    "toggle header cell": gettext("toggle header cell"),
    "delete table": gettext("delete table"),
    "undo": gettext("undo"),
    "redo": gettext("redo"),
    "toggle fullscreen": gettext("Toggle fullscreen"),
    "list properties": gettext("List properties"),
  };

  // The words of its dialogues.
  void [
    gettext("URL"), gettext("Title"), gettext("Edit Link"), gettext("Insert"), gettext("Update"), gettext("Cancel"),
    gettext("Rows"), gettext("Columns"), gettext("Include header row"), gettext("Table Properties"), gettext("Insert Table"),
    gettext("Start at"), gettext("List type"), gettext("Decimal numbers"),
  ];

  const translate = root => {
    for (const element of root.querySelectorAll(".prose-menubar [title], .prose-menubar [aria-label]")) {
      for (const attribute of ["title", "aria-label"]) {
        const word = WORDS[element.getAttribute(attribute)?.toLowerCase()];
        if (word && element.getAttribute(attribute) !== word) element.setAttribute(attribute, word);
      }
    }
    for (const element of root.querySelectorAll(".prose-menubar__option *, .prose-menubar__selected *")) {
      const word = element.children.length ? undefined : WORDS[element.textContent.trim().toLowerCase()];
      if (word && element.textContent !== word) element.textContent = word;
    }
  };

  // The text has no name of its own: whoever hears the page is told the label's.
  const name = row => {
    const words = row.querySelector("label")?.firstChild?.textContent.replace(/[:：\s]+$/, "").trim();
    for (const text of row.querySelectorAll(".ProseMirror[contenteditable=true]:not([aria-label])")) {
      if (words) text.setAttribute("aria-label", words);
    }
  };

  // The answers of its dialogues are English values and words in one: the value stays, the word is put right.
  const ANSWERS = {"Yes": gettext("Yes"), "No": gettext("No")};
  const answer = () => {
    for (const option of document.querySelectorAll("dialog option")) {
      const word = ANSWERS[option.textContent];
      if (!word || word === option.textContent) continue;
      option.setAttribute("value", option.value);
      option.textContent = word;
    }
  };

  const watch = () => {
    new MutationObserver(answer).observe(document.body, {childList: true, subtree: true});
    for (const row of document.querySelectorAll(".field-body")) {
      new MutationObserver(() => { translate(row); name(row); }).observe(row, {attributeFilter: ["title", "aria-label"], childList: true, subtree: true});
      translate(row);
      name(row);
    }
  };
  watch();
}
