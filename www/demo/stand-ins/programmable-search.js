/** @file Stand-in for Programmable Search: draws the search box. */
for (const place of document.querySelectorAll('.gcse-search')) {
  place.innerHTML =
    '<form role="search"><input type="search" aria-label="Search this site" placeholder="enhanced by the stand-in for Google"> <button>Search</button></form>';
}
