/** @file Stand-in for "Share to Teams": draws the button. */
for (const place of document.querySelectorAll('.teams-share-button')) {
  place.innerHTML = '<button type="button">Share to Teams</button>';
}
