//! Answer workbooks and other files: as companies send them, and as somebody could send them who means harm.

mod common;
mod hostile;
mod samples;
mod sceptic;
mod strangers;
mod texts;
