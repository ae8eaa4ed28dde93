//! The messages that the services look into. `proto/playground.proto` says what they are; those of reflection
//! and health are named by the protocols of those names.

use std::collections::HashMap;

use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub(super) struct Point {
    #[prost(int32, tag = "1")]
    pub(super) latitude: i32,
    #[prost(int32, tag = "2")]
    pub(super) longitude: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Rectangle {
    #[prost(message, optional, tag = "1")]
    pub(super) lo: Option<Point>,
    #[prost(message, optional, tag = "2")]
    pub(super) hi: Option<Point>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Feature {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    #[prost(message, optional, tag = "2")]
    pub(super) location: Option<Point>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RouteSummary {
    #[prost(int32, tag = "1")]
    pub(super) point_count: i32,
    #[prost(int32, tag = "2")]
    pub(super) feature_count: i32,
    #[prost(int32, tag = "3")]
    pub(super) distance: i32,
    #[prost(int32, tag = "4")]
    pub(super) elapsed_time: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Metadata {
    #[prost(map = "string, string", tag = "1")]
    pub(super) entries: HashMap<String, String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Failure {
    #[prost(int32, tag = "1")]
    pub(super) code: i32,
    #[prost(string, tag = "2")]
    pub(super) message: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Delay {
    #[prost(int32, tag = "1")]
    pub(super) milliseconds: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct HealthRequest {
    #[prost(string, tag = "1")]
    pub(super) service: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct HealthResponse {
    #[prost(int32, tag = "1")]
    pub(super) status: i32,
}

/// What reflection is asked; the same in both versions.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ReflectionRequest {
    #[prost(string, tag = "1")]
    pub(super) host: String,
    #[prost(string, optional, tag = "3")]
    pub(super) file_by_filename: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(super) file_containing_symbol: Option<String>,
    #[prost(string, optional, tag = "7")]
    pub(super) list_services: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ReflectionResponse {
    #[prost(string, tag = "1")]
    pub(super) valid_host: String,
    #[prost(message, optional, tag = "2")]
    pub(super) original_request: Option<ReflectionRequest>,
    #[prost(message, optional, tag = "4")]
    pub(super) files: Option<FileDescriptors>,
    #[prost(message, optional, tag = "6")]
    pub(super) services: Option<ServiceList>,
    #[prost(message, optional, tag = "7")]
    pub(super) error: Option<ReflectionError>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct FileDescriptors {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) encoded: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ServiceList {
    #[prost(message, repeated, tag = "1")]
    pub(super) services: Vec<ServiceName>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ServiceName {
    #[prost(string, tag = "1")]
    pub(super) name: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ReflectionError {
    #[prost(int32, tag = "1")]
    pub(super) code: i32,
    #[prost(string, tag = "2")]
    pub(super) message: String,
}
