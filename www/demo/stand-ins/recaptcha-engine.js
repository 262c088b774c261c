/** @file Stand-in for reCAPTCHA's engine: draws the box. */
for (const box of document.querySelectorAll('.g-recaptcha')) {
  box.innerHTML = '<label><input type="checkbox"> I am not a robot</label>';
  box.style.cssText = 'padding:16px;border:1px solid #d3d3d3;background:#f9f9f9;max-width:302px';
}
