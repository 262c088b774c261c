/** @file Stand-in for Infobip's People SDK: replaces the stub and remembers the visitor. */
window.pe = { ...window.pe, visitor: 'anonymous', forgetPerson() {}, track() {} };
