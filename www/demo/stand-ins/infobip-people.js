/** @file Stand-in for Infobip's People SDK: takes the stub's place and remembers the visitor. */
window.pe = { ...window.pe, visitor: 'anonymous', forgetPerson() {}, track() {} };
