//! The catalogues: what is built in, how folders are read, and how things are found.

mod folders;
mod library;
mod words;
