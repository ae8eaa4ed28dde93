//! What a client may call: descriptors from `.proto` files, from sets of descriptors, and from servers. Each set
//! is read once and shared by all users of the process.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use prost_reflect::{DescriptorPool, MethodDescriptor};
use protox::Compiler;
use protox::file::{ChainFileResolver, GoogleFileResolver, IncludeFileResolver};

/// The longest set of descriptors.
const SET_BYTES_MAX: u64 = 256 << 20;

/// What one client may call; a set that came later goes first.
#[derive(Debug, Default)]
pub(super) struct Methods(RefCell<Vec<DescriptorPool>>);

impl Methods {
    /// Adds what a set describes.
    pub(super) fn add(&self, pool: DescriptorPool) {
        let mut pools = self.0.borrow_mut();
        pools.retain(|known| *known != pool);
        pools.push(pool);
    }

    /// The method of `/package.Service/Method`, with or without the first slash.
    pub(super) fn find(&self, path: &str) -> Option<MethodDescriptor> {
        let (service, method) = path.trim_start_matches('/').split_once('/')?;
        let pools = self.0.borrow();
        pools.iter().rev().find_map(|pool| {
            let service = pool.get_service_by_name(service)?;
            service.methods().find(|known| known.name() == method)
        })
    }
}

/// Reads `.proto` files, which import each other from `folders`.
pub(super) fn of_files(folders: &[PathBuf], files: &[String]) -> Result<DescriptorPool, String> {
    let mut resolver = ChainFileResolver::new();
    for folder in folders {
        resolver.add(IncludeFileResolver::new(folder.clone()));
    }
    resolver.add(GoogleFileResolver::new());
    for file in files {
        let is_there = folders.iter().any(|folder| folder.join(file).is_file());
        if !is_there && !file.starts_with("google/protobuf/") {
            let folder = folders.first().map_or(Path::new("."), PathBuf::as_path);
            let path = folder.join(file);
            return Err(format!("stat {}: no such file or directory", path.display()));
        }
    }
    let mut compiler = Compiler::with_file_resolver(resolver);
    compiler.include_imports(true);
    compiler.open_files(files).map_err(|error| format!("{error:?}"))?;
    Ok(compiler.descriptor_pool())
}

/// Reads a set of descriptors as `protoc --descriptor_set_out` writes it.
pub(super) fn of_set(path: &Path) -> Result<DescriptorPool, String> {
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            format!("couldn't open protoset: stat {}: no such file or directory", path.display())
        }
        _ => format!("couldn't open protoset: {}: {error}", path.display()),
    })?;
    if metadata.len() > SET_BYTES_MAX {
        return Err(format!("couldn't read protoset: it is longer than {SET_BYTES_MAX} bytes"));
    }
    let bytes = std::fs::read(path).map_err(|error| format!("couldn't read protoset: {error}"))?;
    DescriptorPool::decode(&*bytes)
        .map_err(|error| format!("couldn't unmarshal protoset file {}: {error}", path.display()))
}

/// The methods of the files that were asked for, as `load` returns them.
pub(super) fn listed(pool: &DescriptorPool) -> Vec<Listed> {
    let methods = pool.services().flat_map(|service| {
        let methods = service.methods().map(|method| Listed {
            package: service.package_name().to_owned(),
            service: service.name().to_owned(),
            full_method: format!("/{}/{}", service.full_name(), method.name()),
            name: method.name().to_owned(),
            is_client_stream: method.is_client_streaming(),
            is_server_stream: method.is_server_streaming(),
        });
        methods.collect::<Vec<_>>()
    });
    methods.collect()
}

/// A method as `load` returns it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) package: String,
    pub(super) service: String,
    pub(super) full_method: String,
    pub(super) name: String,
    pub(super) is_client_stream: bool,
    pub(super) is_server_stream: bool,
}
