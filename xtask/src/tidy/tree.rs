//! The tree of files that the rules look at: the checkout, or a small one in memory for a test.
//! Rust files are parsed once, when the first rule asks.

use std::{cell::OnceCell, fs, process::Command};

use proc_macro2::TokenStream;

use crate::{
    command,
    failure::Failure,
    workspace::{Package, Workspace},
};

/// Files and packages.
pub(super) struct Tree<'a> {
    /// Every text file that git knows or would add.
    pub(super) files: Vec<SourceFile>,
    /// The packages and their arrows.
    pub(super) packages: &'a [Package],
}

/// One text file.
pub(super) struct SourceFile {
    /// Its path, relative to the root.
    pub(super) path: String,
    /// Its content.
    pub(super) text: String,
    syntax: OnceCell<Option<syn::File>>,
}

impl<'a> Tree<'a> {
    /// The files of the checkout, leaving out what git ignores and what is not text.
    pub(super) fn of_checkout(workspace: &'a Workspace) -> Result<Self, Failure> {
        let mut git = Command::new("git");
        git.current_dir(&workspace.root);
        let listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let names = command::capture(git.args(listing))?;
        let mut files = Vec::new();
        for name in names.split_terminator('\0') {
            // A file may be deleted and still be listed; one that is not text has no style.
            if let Ok(text) = fs::read_to_string(workspace.root.join(name)) {
                files.push(SourceFile::new(name, text));
            }
        }
        Ok(Self { files, packages: &workspace.packages })
    }

    /// The Rust files.
    pub(super) fn rust_files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    /// The file at a path.
    pub(super) fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl SourceFile {
    /// A file with this content.
    pub(super) fn new(path: &str, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), text: text.into(), syntax: OnceCell::new() }
    }

    /// The last part of the path.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether the file holds only tests.
    pub(super) fn is_test(&self) -> bool {
        self.name() == "tests.rs" || self.path.contains("/tests/")
    }

    /// The parsed file; nothing when it is not Rust that parses, which the compiler will say better.
    pub(super) fn syntax(&self) -> Option<&syn::File> {
        self.syntax.get_or_init(|| syn::parse_file(&self.text).ok()).as_ref()
    }

    /// The file's tokens: code without comments, bodies of macros included.
    pub(super) fn tokens(&self) -> TokenStream {
        self.text.parse().unwrap_or_default()
    }
}
