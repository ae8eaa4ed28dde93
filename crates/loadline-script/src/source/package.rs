//! Packages in `node_modules`: the file that a bare name means.
//!
//! A name like `lodash` or `@scope/name/part` and the folder of the importing module go in; a file comes out. The
//! rules are those of Node.js: `exports` with its conditions and patterns, else `browser`, `module` and `main`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::resolve::{normal, probe};

/// The size of a `package.json` that is read.
const PACKAGE_BYTES_MAX: u64 = 1 << 20;

/// How deep conditions of `exports` may nest.
const CONDITIONS_MAX: usize = 16;

/// The file of a package, searched upwards from a folder; an error when the package is there and does not say.
pub(super) fn find(name: &str, from: &Path, required: bool) -> Result<Option<PathBuf>, String> {
    let Some((package, part)) = split(name) else { return Ok(None) };
    for folder in from.ancestors() {
        let root = folder.join("node_modules").join(package);
        if !root.is_dir() {
            continue;
        }
        let root = root.canonicalize().unwrap_or(root);
        let found = within(&root, part, required)?;
        return found.map(Some).ok_or_else(|| match part {
            "" => format!("the package {package} in {} has no main file", root.display()),
            part => format!("the package {package} in {} does not offer {part}", root.display()),
        });
    }
    Ok(None)
}

/// The package's name and the path in it.
fn split(name: &str) -> Option<(&str, &str)> {
    if name.is_empty() || name.contains([':', '\\', '\0']) || name.starts_with(['.', '#']) {
        return None;
    }
    let skip = if name.starts_with('@') { name.find('/')? + 1 } else { 0 };
    let (package, part) = match name[skip..].find('/') {
        Some(at) => (&name[..skip + at], &name[skip + at + 1..]),
        None => (name, ""),
    };
    let inside = !part.split('/').any(|piece| piece == "..");
    inside.then_some((package, part))
}

fn within(root: &Path, part: &str, required: bool) -> Result<Option<PathBuf>, String> {
    let description = read(&root.join("package.json"))?;
    if let Some(exports) = description.get("exports").filter(|exports| !exports.is_null()) {
        let subpath = if part.is_empty() { ".".to_owned() } else { format!("./{part}") };
        let target = exported(exports, &subpath, required);
        return Ok(target.and_then(|target| inside(root, &target)).filter(|path| path.is_file()));
    }
    if !part.is_empty() {
        return Ok(probe(&root.join(part)));
    }
    let fields =
        if required { ["browser", "main", "module"] } else { ["browser", "module", "main"] };
    let named = fields
        .iter()
        .filter_map(|field| description.get(field)?.as_str())
        .find_map(|path| probe(&normal(&root.join(path))));
    Ok(named.or_else(|| probe(root)))
}

fn read(path: &Path) -> Result<Value, String> {
    let Ok(meta) = std::fs::metadata(path) else { return Ok(Value::Null) };
    if meta.len() > PACKAGE_BYTES_MAX {
        return Err(format!("{} is larger than {PACKAGE_BYTES_MAX} bytes", path.display()));
    }
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// The target of a subpath in `exports`.
fn exported(exports: &Value, subpath: &str, required: bool) -> Option<String> {
    let paths = exports.as_object().filter(|map| map.keys().any(|key| key.starts_with('.')));
    let Some(paths) = paths else {
        return (subpath == ".").then(|| chosen(exports, required, CONDITIONS_MAX)).flatten();
    };
    if let Some(exact) = paths.get(subpath) {
        return chosen(exact, required, CONDITIONS_MAX);
    }
    let (head, tail, target) = paths
        .iter()
        .filter_map(|(key, target)| key.split_once('*').map(|(head, tail)| (head, tail, target)))
        .filter(|(head, tail, _)| {
            subpath.len() > head.len() + tail.len()
                && subpath.starts_with(head)
                && subpath.ends_with(tail)
        })
        .max_by_key(|(head, ..)| head.len())?;
    let star = &subpath[head.len()..subpath.len() - tail.len()];
    chosen(target, required, CONDITIONS_MAX).map(|target| target.replace('*', star))
}

/// The first target whose condition holds: `import` or `require`, `browser`, since modules of Node.js are not
/// there, and `default`.
fn chosen(target: &Value, required: bool, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match target {
        Value::String(path) => Some(path.clone()),
        Value::Array(targets) => targets.iter().find_map(|target| chosen(target, required, depth)),
        Value::Object(conditions) => conditions
            .iter()
            .filter(|(condition, _)| match condition.as_str() {
                "browser" | "default" => true,
                "require" => required,
                "import" | "module" => !required,
                _ => false,
            })
            .find_map(|(_, target)| chosen(target, required, depth)),
        _ => None,
    }
}

/// A target's path, if it stays in the package.
fn inside(root: &Path, target: &str) -> Option<PathBuf> {
    let path = normal(&root.join(target.strip_prefix("./")?));
    path.starts_with(root).then_some(path)
}
