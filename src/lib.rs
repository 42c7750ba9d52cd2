//! IAM Playground.
