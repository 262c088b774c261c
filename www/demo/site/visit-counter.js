/** @file The site's statistics. Its tag has `data-consent="analytics"`, so it waits like a vendor's. */
document.documentElement.dataset.counted = 'yes';
