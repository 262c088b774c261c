/** @file Stand-in for Apple's button: draws it as soon as the markup after the tag has been parsed. */
addEventListener('DOMContentLoaded', () => {
  for (const place of document.querySelectorAll('[data-apple-business-id]')) {
    const link = document.createElement('a');
    link.href = `https://bcrw.apple.com/urn:biz:${place.dataset.appleBusinessId}`;
    link.textContent = place.dataset.appleIconTitle;
    link.className = 'button';
    place.append(link);
  }
});
