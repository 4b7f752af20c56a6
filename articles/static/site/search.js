/* Suggestions while somebody types in a search field: an extra, the form works without, and early.js loads it with the
   first focus. An input method is left alone until it has put its characters into the field; arrows choose, Enter goes
   there, Escape closes. */
"use strict";

const DELAY = 180; // milliseconds after the last key
const SIZE = (location.search.match(/[?&](size=(?:large|largest))(?=&|$)/) || [])[1]; // of an address in large type

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const field = form.querySelector("[type=search]");
  const list = document.createElement("ul");
  let timer, request, chosen = -1, asked = field.defaultValue.trim();

  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  form.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(timer);
    if (request) request.abort();
    list.hidden = true;
    choose(-1);
    field.setAttribute("aria-expanded", "false");
  }

  function choose(place) {
    chosen = place;
    for (const [number, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(number === place));
    }
    if (place < 0) {
      field.removeAttribute("aria-activedescendant");
    } else {
      field.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  function show(suggestions) {
    list.textContent = "";
    list.append(...suggestions.map((suggestion, number) => {
      const option = document.createElement("li");
      const link = document.createElement("a");
      option.id = `${list.id}-${number}`;
      option.setAttribute("role", "option");
      link.href = SIZE
        ? suggestion.address + (suggestion.address.includes("?") ? "&" : "?") + SIZE
        : suggestion.address;
      link.tabIndex = -1;
      link.textContent = suggestion.name;
      if (suggestion.kind) {
        const kind = document.createElement("span");
        kind.textContent = suggestion.kind;
        link.append(" ", kind);
      }
      option.append(link);
      return option;
    }));
    list.hidden = !suggestions.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  }

  async function ask() {
    const words = field.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) {
      close();
      return;
    }
    if (request) request.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: request.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close(); // The reader types on; searching itself may still work.
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  }

  field.addEventListener("input", (event) => { if (!event.isComposing) soon(); });
  for (const still of ["compositionstart", "compositionupdate"]) {
    field.addEventListener(still, () => clearTimeout(timer));
  }
  field.addEventListener("compositionend", soon);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // These keys belong to the input method.
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      close();
    } else if (!list.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      choose(chosen === last ? -1 : chosen + 1);
    } else if (!list.hidden && event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen < 0 ? last : chosen - 1);
    } else if (!list.hidden && event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].firstChild.href);
    }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // The field keeps its focus until the click.
  soon(); // What was typed or pasted before this script was there.
}
