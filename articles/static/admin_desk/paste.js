// What is pasted into the body from Word, WeChat or a web page, made plain before the editor reads it. The server
// sanitises every body once more; this is for what would be lost on the way, or look wrong until it is saved: line ends
// of Word's source inside Chinese words, indents and list marks typed as spaces, hidden and deleted text, pictures.
"use strict";
{
  const EAST_ASIAN = /[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’—…·]/;
  const INDENT = /^[\s\u00a0\u3000\ufeff\u200b]+/;
  const SHAPELESS = /[\u200b-\u200f\ufeff]/g;
  const BULLET = /^[·•●○■□◆§lnuØüvo*-]$/u;
  const BLOCK = "p, li, td, th, h1, h2, h3, h4, h5, h6, div, section, article, blockquote";
  // Word marks what is hidden or belongs to a comment; del is what somebody has struck out.
  const UNWANTED = [
    "head", "style", "script", "xml", "svg", "iframe", "audio", "video", "img", "del", "[hidden]", ".MsoCommentReference",
    '[data-look*="mso-hide:all"]', '[data-look*="mso-element:comment"]', '[data-look*="display:none"]',
    '[data-look*="display: none"]',
  ].join(", ");
  const KEPT = new Set(["href", "title", "colspan", "rowspan", "start"]);
  const LEVELS = {H1: "h2", H4: "h3", H5: "h3", H6: "h3"};

  const textsOf = root => {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };

  // Word breaks the lines of its source wherever it likes; between Chinese characters such a line end is nothing.
  const joinLines = root => {
    const texts = textsOf(root).filter(text => !text.parentElement.closest("pre"));
    texts.forEach((text, place) => {
      text.data = text.data.replace(SHAPELESS, "").replace(/\u00a0/g, " ");
      text.data = text.data.replace(/[ \t]*[\r\n]+\s*/g, (found, at, whole) => {
        const before = whole[at - 1] ?? texts[place - 1]?.data.at(-1) ?? "";
        const after = whole[at + found.length] ?? texts[place + 1]?.data.trimStart()[0] ?? "";
        return EAST_ASIAN.test(before) || EAST_ASIAN.test(after) ? "" : " ";
      });
    });
  };

  // The policy of the page holds for every document that it parses, and forbids styles: they are read, never applied.
  const unstyled = html => html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, tag => tag.replace(/\sstyle\s*=/gi, " data-look="));

  const clean = html => {
    const page = new DOMParser().parseFromString(unstyled(html), "text/html");
    const root = page.body;
    for (const element of root.querySelectorAll(UNWANTED)) element.remove();
    for (const mark of root.querySelectorAll('[data-look*="mso-list"]')) {
      if (!/mso-list:\s*ignore/i.test(mark.dataset.look)) continue;
      const words = mark.textContent.replace(/[\s\u00a0]+/g, "");
      mark.replaceWith(BULLET.test(words) ? "" : words);
    }
    // Styles speak of sizes and colours; the one word that says something is bold.
    for (const element of root.querySelectorAll("span[data-look], b[data-look]")) {
      const isBold = /font-weight:\s*(bold|[6-9]00)/i.test(element.dataset.look);
      const isPlain = element.matches("b") && /font-weight:\s*(normal|[1-5]00)/i.test(element.dataset.look);
      if (!isBold && !isPlain) continue;
      const plain = page.createElement(isBold ? "strong" : "span");
      plain.append(...element.childNodes);
      element.replaceWith(plain);
    }
    joinLines(root);
    // Two line breaks are the end of a paragraph.
    for (const paragraph of root.querySelectorAll("p")) {
      if (paragraph.querySelectorAll(":scope > br + br").length) {
        paragraph.outerHTML = paragraph.outerHTML.replace(/(?:<br>\s*){2,}/g, "</p><p>");
      }
    }
    for (const block of root.querySelectorAll(BLOCK)) {
      if (block.querySelector(BLOCK)) continue;
      if (!block.textContent.replace(INDENT, "")) {
        if (!block.matches("td, th")) block.remove();
        continue;
      }
      for (const text of textsOf(block)) {
        text.data = text.data.replace(INDENT, "");
        if (text.data) break;
      }
      if (block.tagName in LEVELS) {
        const heading = page.createElement(LEVELS[block.tagName]);
        heading.append(...block.childNodes);
        block.replaceWith(heading);
      }
    }
    for (const element of root.querySelectorAll("*")) {
      for (const {name} of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
    }
    return root.innerHTML;
  };

  document.addEventListener("prose-editor:ready", event => {
    const {editor, textarea} = event.detail;
    document.bodyEditor = editor;
    editor.view.setProps({
      // What the editor itself has copied is in order.
      transformPastedHTML: html => (html.includes("data-pm-slice") ? unstyled(html) : clean(html)),
      transformPastedText: text => text.split(/\r\n?|\n/).map(line => line.replace(SHAPELESS, "").replace(INDENT, "").trimEnd()).filter(Boolean).join("\n"),
    });
    textarea.dispatchEvent(new CustomEvent("body:ready", {bubbles: true}));
  });
}
