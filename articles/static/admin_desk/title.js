// The number of pieces that wait for this person, in the title of the tab: asked every half minute in front, every minute
// behind, and at once when somebody comes back to the tab.
"use strict";
{
  const IN_FRONT = 30_000, BEHIND = 60_000; // milliseconds
  const address = document.querySelector("meta[name=waiting]")?.content;
  const title = document.title;
  let tag = "", timer = 0;

  const show = count => { document.title = count ? `(${count}) ${title}` : title; };

  const ask = async () => {
    clearTimeout(timer);
    try {
      const response = await fetch(address, {
        headers: tag ? {"If-None-Match": tag} : {}, cache: "no-store", redirect: "manual",
      });
      if (response.ok) {
        tag = response.headers.get("ETag") ?? "";
        show((await response.json()).waiting);
      } else if (response.status !== 304) {
        return; // logged out, or no longer allowed: nothing to ask any more
      }
    } catch { /* The network is gone for a moment: the next look tells. */ }
    timer = setTimeout(ask, document.hidden ? BEHIND : IN_FRONT);
  };

  if (address) {
    ask();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  }
}
