//! k6's streams of samples: json, csv and opentelemetry.
