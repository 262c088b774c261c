/** @file Stand-in for Meta's pixel: a browser id and one page view. */
document.cookie = '_fbp=fb.1.1795219200.1066273445; path=/; max-age=7776000';
new Image().src = 'https://www.facebook.com/tr?id=1066273445&ev=PageView';
