// Shows inside a product what Tenure has to say to whoever is looking. How to embed it: console/README.md.
(() => {
  "use strict";
  const me = document.currentScript || document.querySelector('script[src*="/in-app/tenure.js"]');
  const AGAIN = 600000; // milliseconds until a page that stays open asks again
  const { account, user, expires, signature, close: word = "Close" } = me.dataset;
  let busy = false;
  let asked = -AGAIN;

  const post = async (path) => {
    const body = JSON.stringify({ account, user, expires, signature });
    const how = { method: "POST", body, keepalive: true, credentials: "omit", referrerPolicy: "no-referrer" };
    const answer = await fetch(new URL(path, me.src), how);
    return answer.ok ? answer.json() : {};
  };

  const make = (tag, attributes, ...inside) => {
    const it = document.createElement(tag);
    for (const name in attributes) it.setAttribute(name, attributes[name]);
    it.append(...inside);
    return it;
  };

  // Never as HTML: a page whose policy forbids that (Trusted Types) would show nothing.
  const draw = (node) =>
    node.tag ? make(node.tag, node.href ? { href: node.href } : {}, ...(node.inside || []).map(draw)) : node;

  const show = ({ id, title, nodes, button, lang, dir }) => {
    const tell = (what) => post(`messages/${id}/${what}`).catch(() => {});
    const before = document.activeElement;
    const host = make("tenure-prompt", {});
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("STYLES");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const live = make("div", { "aria-live": "polite" });
    root.append(live);

    const end = (what) => {
      if (!busy) return;
      busy = false;
      tell(what);
      document.removeEventListener("keydown", key);
      const within = document.activeElement === host;
      setTimeout(() => {
        host.remove(); // later, so that the link that was clicked still leads somewhere
        if (within && before) before.focus();
      });
    };
    const key = (event) => {
      const here = [host, document.body, null].includes(document.activeElement); // else it is meant for something else
      if (event.key === "Escape" && !event.defaultPrevented && here) end("dismissed");
    };
    const follow = (event) => event.button < 2 && event.target.closest("a") && end("clicked");

    const names = { role: "dialog", "aria-labelledby": "title", "aria-describedby": "said", class: "box", tabindex: -1, lang, dir };
    const said = make("div", { id: "said", class: "said" }, ...nodes.map(draw));
    const box = make("section", names, make("h2", { id: "title" }, title), said);
    if (button) box.append(make("a", { class: "go", href: button.href }, button.label));
    const close = make("button", { class: "close", type: "button", "aria-label": word }, "×");
    close.addEventListener("click", () => end("dismissed"));
    box.addEventListener("click", follow);
    box.addEventListener("auxclick", follow);
    box.append(close);

    document.body.append(host);
    document.addEventListener("keydown", key);
    requestAnimationFrame(() => {
      live.append(box); // into a live region that is there already: only then is it read out
      if (!before || before === document.body) box.focus({ preventScroll: true }); // whoever types goes on typing
      tell("seen");
    });
  };

  const check = async () => {
    if (busy || document.hidden || performance.now() - asked < AGAIN) return;
    busy = true;
    asked = performance.now();
    try {
      const { messages = [] } = await post("messages");
      for (const each of document.hidden ? [] : messages) {
        const mine = await post(`messages/${each.id}/show`); // of all tabs and machines, one is told yes
        if (mine.show) return show(mine.message);
      }
      if (document.hidden) asked = -AGAIN;
    } catch {
      // The product must not suffer from us: the next time is soon enough.
    }
    busy = false;
  };

  document.addEventListener("visibilitychange", check);
  setInterval(check, AGAIN);
  if (document.body) check();
  else document.addEventListener("DOMContentLoaded", check);
})();
