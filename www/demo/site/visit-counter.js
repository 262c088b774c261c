/** @file The site's own statistics. Its tag says `data-consent="analytics"`, so that it waits like a vendor's. */
document.documentElement.dataset.counted = 'yes';
