// The form of a piece: rows that move up and down, tags that are proposed, a count of characters, and a warning before
// something typed is left behind.
"use strict";
{
  const form = document.getElementById("article_form");

  // --- what is not saved yet

  const watchUnsaved = () => {
    const note = form.querySelector(".unsaved");
    if (!note) return;
    let isDirty = Boolean(document.querySelector(".errornote"));
    const show = () => { note.hidden = !isDirty; };
    const touched = event => {
      if (!event.isTrusted && !event.target.matches("textarea")) return;
      isDirty = true;
      show();
    };
    form.addEventListener("input", touched);
    form.addEventListener("change", touched);
    form.addEventListener("desk:changed", () => { isDirty = true; show(); });
    form.addEventListener("submit", () => { isDirty = false; });
    window.addEventListener("beforeunload", event => { if (isDirty) event.preventDefault(); });
    show();
  };

  // --- characters, as newspapers count them: everything but spaces

  const countCharacters = () => {
    const label = form.querySelector("label[for=id_body]");
    const area = document.getElementById("id_body");
    if (!label || !area) return;
    const count = document.createElement("span");
    count.className = "body-count";
    label.append(" ", count);
    const update = () => {
      const text = form.querySelector(".field-body .ProseMirror[contenteditable]")?.textContent ?? "";
      const words = interpolate(gettext("%s characters"), [text.replace(/\s/g, "").length]);
      if (count.textContent !== words) count.textContent = words; // The count stands where the observer looks.
    };
    new MutationObserver(update).observe(form.querySelector(".field-body"), {childList: true, characterData: true, subtree: true});
    update();
  };

  // --- rows: their order in the form is their order on the page

  const rowsOf = group => [...group.querySelectorAll(".form-row[id], .inline-related[id]")].filter(
    row => /-\d+$/.test(row.id) && !row.classList.contains("empty-form")
  );

  const renumber = (group, prefix) => {
    const number = new RegExp(`${prefix}-\\d+`);
    rowsOf(group).forEach((row, place) => {
      for (const element of [row, ...row.querySelectorAll("[id], [name], [for]")]) {
        for (const attribute of ["id", "name", "for"]) {
          const value = element.getAttribute(attribute);
          if (value && number.test(value)) element.setAttribute(attribute, value.replace(number, `${prefix}-${place}`));
        }
      }
    });
  };

  const moveRow = (group, row, step) => {
    const rows = rowsOf(group);
    const other = rows[rows.indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row); else other.after(row);
    renumber(group, group.id.replace(/-group$/, ""));
    drawTools(group);
    form.dispatchEvent(new CustomEvent("desk:changed"));
    row.querySelector(step < 0 ? ".row-up" : ".row-down")?.focus();
  };

  const drawTools = group => {
    const rows = rowsOf(group);
    rows.forEach((row, place) => {
      if (!row.querySelector("input:not([type=hidden]), select, textarea")) return; // shown, not to be changed
      let tools = row.querySelector(".row-tools");
      if (!tools) {
        const cell = row.querySelector("td.delete, h3");
        if (!cell) return;
        tools = document.createElement("span");
        tools.className = "row-tools";
        for (const [name, sign, words] of [["row-up", "↑", gettext("Move up")], ["row-down", "↓", gettext("Move down")]]) {
          const button = document.createElement("button");
          button.type = "button";
          button.className = name;
          button.textContent = sign;
          button.title = words;
          button.setAttribute("aria-label", words);
          button.addEventListener("click", () => moveRow(group, row, name === "row-up" ? -1 : 1));
          tools.append(button);
        }
        cell.prepend(tools);
      }
      tools.querySelector(".row-up").disabled = place === 0;
      tools.querySelector(".row-down").disabled = place === rows.length - 1;
    });
  };

  const watchRows = () => {
    for (const group of form.querySelectorAll(".js-inline-admin-formset")) {
      drawTools(group);
      document.addEventListener("formset:added", () => drawTools(group));
      document.addEventListener("formset:removed", () => drawTools(group));
    }
  };

  // A chosen reporter's name is printed, unless another name (a pen name) was typed.
  const watchReporters = () => {
    const nameOf = select => (select.selectedOptions[0]?.textContent ?? "").replace(/（.*）$/, "").trim();
    const known = new WeakMap();
    for (const select of form.querySelectorAll("select[name$=-reporter]")) known.set(select, nameOf(select));
    django.jQuery(form).on("change", "select[name$=-reporter]", event => {
      const select = event.target;
      const printed = select.closest(".form-row").querySelector("input[name$=-printed_name]");
      if (!printed.value.trim() || printed.value.trim() === known.get(select)) printed.value = nameOf(select);
      known.set(select, nameOf(select));
    });
  };

  // --- tags

  const SEPARATORS = /[，、,；;]/;

  const watchTags = () => {
    const input = form.querySelector(".tags-input");
    if (!input) return;
    const list = document.createElement("ul");
    list.className = "tag-suggestions";
    list.id = "tag-suggestions";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    const proposed = form.querySelector(".proposed-tags");
    if (proposed) {
      input.closest(".form-row").append(proposed);
      proposed.hidden = false;
    }

    const names = () => input.value.split(SEPARATORS).map(name => name.trim()).filter(Boolean);
    const close = () => { list.hidden = true; list.replaceChildren(); input.setAttribute("aria-expanded", "false"); };
    const write = all => {
      input.value = [...new Set(all)].join("，");
      input.dispatchEvent(new Event("change", {bubbles: true}));
      close();
      input.focus();
    };
    const choose = name => write([...names().slice(0, SEPARATORS.test(input.value.trim().at(-1) ?? "") ? undefined : -1), name]);
    const select = step => {
      const items = [...list.children];
      const place = items.findIndex(item => item.getAttribute("aria-selected") === "true");
      const next = items[(place + step + items.length) % items.length];
      for (const item of items) item.setAttribute("aria-selected", String(item === next));
      if (next) input.setAttribute("aria-activedescendant", next.id);
    };

    let asked = 0;
    input.addEventListener("input", async event => {
      if (event.isComposing) return;
      const typed = (input.value.split(SEPARATORS).at(-1) ?? "").trim();
      const now = ++asked;
      if (!typed) { close(); return; }
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
      if (!response.ok || now !== asked) return;
      const {tags} = await response.json();
      list.replaceChildren(...tags.filter(name => !names().slice(0, -1).includes(name)).map((name, place) => {
        const item = document.createElement("li");
        item.id = `tag-suggestion-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = name;
        item.addEventListener("mousedown", click => { click.preventDefault(); choose(name); });
        return item;
      }));
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    });
    input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input", {bubbles: true})));
    input.addEventListener("keydown", event => {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        select(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter") {
        const chosen = list.querySelector("[aria-selected=true]");
        if (chosen) { event.preventDefault(); choose(chosen.textContent); }
      } else if (event.key === "Escape") {
        close();
      }
    });
    input.addEventListener("blur", close);
    proposed?.addEventListener("click", event => {
      if (!event.target.matches("button")) return;
      write([...names(), event.target.value]);
      event.target.remove();
    });
  };

  // --- quick keys: never while an input method is composing a word

  const watchKeys = () => {
    document.addEventListener("keydown", event => {
      if (event.isComposing || event.keyCode === 229 || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const wanted = {s: "[name=_save]", Enter: ".next-step"}[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      const pressed = wanted && form.querySelector(`.submit-row ${wanted}`);
      if (!pressed) return;
      event.preventDefault();
      event.stopPropagation();
      pressed.click();
    }, {capture: true});
  };

  // --- an empty list to choose from has no name of its own: it gets that of its column

  const nameLists = () => {
    for (const list of form.querySelectorAll("td .select2-container")) {
      const field = /field-(\w+)/.exec(list.closest("td").className)?.[1];
      const words = field && list.closest("table").querySelector(`th.column-${field}`)?.firstChild?.textContent.trim();
      for (const part of words ? list.querySelectorAll("[role=combobox], [role=textbox]") : []) {
        if (!part.hasAttribute("title")) part.setAttribute("aria-label", words);
      }
    }
  };

  if (form) {
    watchUnsaved();
    watchKeys();
    // What was refused may stand two screens below what says so.
    const refused = form.querySelector(".errors :is(input:not([type=hidden]), textarea, select), td:has(.errorlist) :is(input:not([type=hidden]), select)");
    refused?.focus({preventScroll: true});
    refused?.scrollIntoView({block: "center"}); // clear of the buttons that stand at the bottom of the window
    countCharacters();
    watchTags();
    // Django's own script lays out the rows in the same queue, before ours.
    django.jQuery(() => { watchRows(); watchReporters(); setTimeout(nameLists); });
    document.addEventListener("formset:added", () => setTimeout(nameLists));
  }
}
