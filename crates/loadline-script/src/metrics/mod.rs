//! k6's metrics: series by tags, counted per thread and handed over as windows.
