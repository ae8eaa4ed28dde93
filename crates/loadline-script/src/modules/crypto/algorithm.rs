//! The digests there are: a name comes in, a running digest or keyed digest goes out.

use hmac::{KeyInit, SimpleHmac};
use sha2::digest::common::BlockSizeUser;
use sha2::digest::{Digest, FixedOutput, Update};

/// A digest by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Md4,
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
    Ripemd160,
}

/// What is fed piece by piece and can be asked at any time.
pub(crate) trait Running {
    /// Takes more in.
    fn update(&mut self, data: &[u8]);
    /// The digest of all so far; more can follow.
    fn so_far(&self) -> Vec<u8>;
}

/// All of them, in the order of k6's documentation.
pub(crate) const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::Md4,
    Algorithm::Md5,
    Algorithm::Sha1,
    Algorithm::Sha256,
    Algorithm::Sha384,
    Algorithm::Sha512,
    Algorithm::Sha512_224,
    Algorithm::Sha512_256,
    Algorithm::Ripemd160,
];

/// Calls a generic function with the digest that an algorithm stands for.
macro_rules! with_digest {
    ($algorithm:expr, $function:ident ( $($argument:expr),* )) => {
        match $algorithm {
            Algorithm::Md4 => $function::<md4::Md4>($($argument),*),
            Algorithm::Md5 => $function::<md5::Md5>($($argument),*),
            Algorithm::Sha1 => $function::<sha1::Sha1>($($argument),*),
            Algorithm::Sha256 => $function::<sha2::Sha256>($($argument),*),
            Algorithm::Sha384 => $function::<sha2::Sha384>($($argument),*),
            Algorithm::Sha512 => $function::<sha2::Sha512>($($argument),*),
            Algorithm::Sha512_224 => $function::<sha2::Sha512_224>($($argument),*),
            Algorithm::Sha512_256 => $function::<sha2::Sha512_256>($($argument),*),
            Algorithm::Ripemd160 => $function::<ripemd::Ripemd160>($($argument),*),
        }
    };
}

impl Algorithm {
    /// The one of that name, as scripts write it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        ALGORITHMS.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// Its name, which is also that of its function.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Md4 => "md4",
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
            Self::Sha512_224 => "sha512_224",
            Self::Sha512_256 => "sha512_256",
            Self::Ripemd160 => "ripemd160",
        }
    }

    /// A digest that has seen nothing yet.
    pub(crate) fn hash(self) -> Box<dyn Running> {
        with_digest!(self, hash())
    }

    /// The same with a key.
    pub(crate) fn hmac(self, key: &[u8]) -> Box<dyn Running> {
        with_digest!(self, keyed(key))
    }
}

impl<S: Update + FixedOutput + Clone> Running for S {
    fn update(&mut self, data: &[u8]) {
        Update::update(self, data);
    }

    fn so_far(&self) -> Vec<u8> {
        self.clone().finalize_fixed().to_vec()
    }
}

fn hash<D: Digest + Update + FixedOutput + Clone + 'static>() -> Box<dyn Running> {
    Box::new(D::new())
}

fn keyed<D: Digest + BlockSizeUser + Clone + 'static>(key: &[u8]) -> Box<dyn Running> {
    Box::new(SimpleHmac::<D>::new_from_slice(key).expect("a key of any length will do"))
}
