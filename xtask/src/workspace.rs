//! The workspace as cargo describes it: where it is, which packages it has and what each depends on.
//! Comes from `cargo metadata`; nothing is parsed from manifests by hand.

use std::{env, path::PathBuf};

use serde_json::Value;

use crate::{command, failure::Failure};

/// The checkout that this tool was started in.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// Its top folder.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// Its packages, in cargo's order.
    pub(crate) packages: Vec<Package>,
}

/// One package of the workspace.
#[derive(Debug, Default)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Its manifest, relative to the root.
    pub(crate) manifest: String,
    /// Its dependencies on packages of the workspace.
    pub(crate) arrows: Vec<Arrow>,
    /// Whether it is a published library whose documentation examples are tests.
    pub(crate) has_doc_tests: bool,
    /// The features it can be built with, except its default.
    pub(crate) features: Vec<String>,
}

/// A dependency on another package of the workspace.
#[derive(Debug)]
pub(crate) struct Arrow {
    /// The package depended on.
    pub(crate) to: String,
    /// Whether only tests need it.
    pub(crate) for_tests: bool,
}

impl Workspace {
    /// Asks cargo about the workspace of this tool.
    pub(crate) fn load() -> Result<Self, Failure> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR");
        let here =
            manifest.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let arguments = ["metadata", "--no-deps", "--format-version", "1", "--offline"];
        let text = command::capture(command::cargo(&here).args(arguments))?;
        Self::read(&text).ok_or(Failure::Unreadable {
            what: "the packages",
            program: "cargo metadata".to_owned(),
            output: text,
        })
    }

    fn read(metadata: &str) -> Option<Self> {
        let metadata: Value = serde_json::from_str(metadata).ok()?;
        let root = metadata["workspace_root"].as_str()?;
        let packages = metadata["packages"].as_array()?;
        let packages: Option<Vec<_>> =
            packages.iter().map(|package| Package::read(package, root)).collect();
        let target = PathBuf::from(metadata["target_directory"].as_str()?);
        Some(Self { root: PathBuf::from(root), target, packages: packages? })
    }
}

impl Package {
    fn read(package: &Value, root: &str) -> Option<Self> {
        let manifest = package["manifest_path"].as_str()?;
        let manifest = manifest.strip_prefix(root)?.trim_start_matches('/').to_owned();
        let dependencies = package["dependencies"].as_array()?;
        let arrows = dependencies
            .iter()
            .filter(|dependency| dependency["path"].is_string())
            .map(|dependency| {
                let to = dependency["name"].as_str()?.to_owned();
                Some(Arrow { to, for_tests: dependency["kind"] == "dev" })
            })
            .collect::<Option<Vec<_>>>()?;
        let is_published = package["publish"].as_array().is_none_or(|to| !to.is_empty());
        let targets = package["targets"].as_array()?;
        let has_doc_tests = is_published
            && targets.iter().any(|target| {
                target["doctest"] == true
                    && target["kind"].as_array().is_some_and(|kinds| kinds.contains(&"lib".into()))
            });
        let features = package["features"].as_object()?.keys();
        let features = features.filter(|feature| *feature != "default").cloned().collect();
        let name = package["name"].as_str()?.to_owned();
        Some(Self { name, manifest, arrows, has_doc_tests, features })
    }
}
