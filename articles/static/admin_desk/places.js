// Where the pictures of a piece stand: its paragraphs and pictures in their order, as they will be read. Buttons move a
// picture before or after a paragraph; a picture keeps to its paragraph while text is written above it.
"use strict";
{
  const form = document.getElementById("article_form");
  const group = document.getElementById("photos-group");
  const order = document.getElementById("picture-order");

  const rows = () => [...group.querySelectorAll(".inline-related[id]")].filter(row => /-\d+$/.test(row.id));
  const placeOf = row => row.querySelector("[name$=-place]");
  // Only what counts: a picture row that says nothing is not saved.
  const pictures = () => rows().filter(row => row.querySelector("[name$=-photo]").value || row.querySelector("[type=file]")?.files.length);

  // The blocks of the body as the server counts them: blank paragraphs are dropped when it is saved.
  const blockElements = () => [...(document.bodyEditor?.view.dom.children ?? [])].filter(
    block => block.tagName === "HR" || block.tagName === "TABLE" || block.classList.contains("tableWrapper") || block.textContent.trim()
  );
  const textsOf = blocks => blocks.map(block => (block.tagName === "HR" ? "———" : block.textContent.trim()));

  let known = [];

  const clamp = (value, last) => Math.max(0, Math.min(Number.parseInt(value, 10) || 0, last));

  const setPlace = (row, value) => {
    const input = placeOf(row);
    if (input.value === String(value)) return;
    input.value = value;
    form.dispatchEvent(new CustomEvent("desk:changed"));
  };

  // Text that was written or removed above a picture moves it along.
  const follow = now => {
    if (!known.length || known.length === now.length) return;
    let head = 0;
    while (head < Math.min(known.length, now.length) && known[head] === now[head]) head += 1;
    let tail = 0;
    while (tail < Math.min(known.length, now.length) - head && known.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
    for (const row of pictures()) {
      const place = clamp(placeOf(row).value, known.length);
      if (place >= known.length - tail && place > head) setPlace(row, Math.max(0, place + now.length - known.length));
    }
  };

  const button = (sign, words, isDisabled, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.title = words;
    made.setAttribute("aria-label", words);
    made.disabled = isDisabled;
    made.addEventListener("click", act);
    return made;
  };

  const pictureItem = (row, place, last) => {
    const item = document.createElement("li");
    item.className = "order-picture";
    item.dataset.row = row.id;
    const thumbnail = row.querySelector(".photo-thumbnail");
    if (thumbnail?.src) {
      const image = document.createElement("img");
      image.src = thumbnail.src;
      image.alt = "";
      item.append(image);
    }
    const words = document.createElement("span");
    words.textContent = row.querySelector("[name$=-caption]").value.trim() || gettext("Picture without a caption");
    const tools = document.createElement("span");
    tools.className = "row-tools";
    const move = step => () => {
      setPlace(row, clamp(placeOf(row).value, last) + step);
      draw();
      const moved = order.querySelector(`[data-row="${row.id}"]`);
      (moved.querySelector(step < 0 ? ".order-up" : ".order-down:not(:disabled)") ?? moved.querySelector("button:not(:disabled)"))?.focus();
    };
    const up = button("↑", gettext("Before the paragraph above"), place === 0, move(-1));
    const down = button("↓", gettext("After the paragraph below"), place >= last, move(1));
    up.className = "order-up";
    down.className = "order-down";
    tools.append(up, down);
    item.append(words, tools);
    return item;
  };

  const draw = () => {
    const now = textsOf(blockElements());
    follow(now);
    known = now;
    const shown = pictures();
    order.closest("section").hidden = !shown.length;
    if (!shown.length) return;
    const items = [];
    for (let place = 0; place <= now.length; place += 1) {
      for (const row of shown) if (clamp(placeOf(row).value, now.length) === place) items.push(pictureItem(row, place, now.length));
      if (place === now.length) break;
      const item = document.createElement("li");
      item.className = "order-text";
      item.textContent = now[place].length > 32 ? `${now[place].slice(0, 32)}…` : now[place];
      items.push(item);
    }
    order.replaceChildren(...items);
  };

  let due = 0;
  const soon = () => { clearTimeout(due); due = setTimeout(draw, 150); };

  // The paragraph in which the caret stands: a new picture goes behind it.
  const atCaret = () => {
    const blocks = blockElements();
    const editor = document.bodyEditor;
    if (!editor || !blocks.length) return 0;
    const node = editor.view.domAtPos(editor.state.selection.head).node;
    const place = blocks.findIndex(block => block === node || block.contains(node));
    return place < 0 ? blocks.length : place + 1;
  };

  const addHere = () => {
    const place = atCaret();
    group.querySelector(".add-row a").click();
    const row = rows().at(-1);
    placeOf(row).value = place;
    row.querySelector(".related-lookup").click();
    row.scrollIntoView({block: "nearest"});
  };

  if (group && order) {
    document.addEventListener("body:ready", () => {
      document.bodyEditor.on("update", soon);
      draw();
    });
    if (document.bodyEditor) { document.bodyEditor.on("update", soon); }
    const adding = document.getElementById("add-picture");
    if (adding) {
      document.querySelector(".field-body").append(adding);
      adding.hidden = false;
      adding.addEventListener("click", addHere);
    }
    group.addEventListener("input", soon);
    form.addEventListener("desk:changed", soon);
    document.addEventListener("formset:added", soon);
    document.addEventListener("formset:removed", soon);
    // The popup of the library announces its choice through Django's jQuery only.
    django.jQuery(group).on("change", "input", soon);
    draw();
  }
}
