/** @file Stand-in for Infobip's live chat: works off the stub's queue and shows the chat button. */
for (const [command, widget] of window.liveChat?.q ?? []) {
  if (command !== 'init') continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'stand-in-chat';
  button.dataset.widget = widget;
  button.textContent = 'Chat with us';
  button.style.cssText =
    'position:fixed;right:24px;bottom:24px;border:0;border-radius:28px;padding:16px 24px;' +
    'background:#e8551c;color:#fff;font:600 16px system-ui,sans-serif;box-shadow:0 6px 18px #0004';
  document.body.append(button);
}
