//! Not calling who does not answer: opens on a rate of failures or of slow calls, probes, closes again.
