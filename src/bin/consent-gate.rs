//! The command line `consent-gate`.

fn main() {}
