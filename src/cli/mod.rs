//! The command line's parts. Native only.
