//! The vocabulary of Loadline: quantities, objectives, histograms, windows, the judge and the standards packs.
