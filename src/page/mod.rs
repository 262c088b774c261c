//! Placeholder: the browser surface is written here.
