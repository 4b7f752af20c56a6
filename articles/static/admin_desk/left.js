// Throws away what `typed.js` keeps in this browser: what has been saved, what is old, and on a shared machine all of it
// when its writer logs out or somebody else logs in.
"use strict";
{
  const PREFIX = "gazette-typed:";
  const KEPT_FOR = 7 * 24 * 3600 * 1000; // milliseconds
  const user = document.querySelector("meta[name=account]")?.content ?? "";

  const forget = isOver => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && isOver(key)) localStorage.removeItem(key);
  };

  // The server names in a cookie what it has just saved.
  const saved = /(?:^|; )typed_saved=([\w-]+)/.exec(document.cookie)?.[1];
  if (saved) {
    forget(key => key.endsWith(`:${saved}`));
    document.cookie = "typed_saved=; path=/admin/; max-age=0; samesite=lax";
  }
  if (user) {
    forget(key => {
      if (!key.startsWith(`${PREFIX}${user}:`)) return true;
      try { return Date.now() - JSON.parse(localStorage.getItem(key)).at > KEPT_FOR; } catch { return true; }
    });
  }
  if (document.querySelector("meta[name=logged-out]")) forget(() => true);
  document.addEventListener("submit", event => { if (event.target.id === "logout-form") forget(() => true); });
}
