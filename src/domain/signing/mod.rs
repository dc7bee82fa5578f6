//! Signatures of files by SSH keys, in the form of `ssh-keygen -Y` (PROTOCOL.sshsig of OpenSSH), and
//! lists of whose keys are whose.

mod allowed;
mod glob;
mod private_key;
mod public_key;
mod signature;

pub use self::allowed::{AllowedSigner, AllowedSigners, SigningTime};
pub use self::private_key::SigningKey;
pub use self::public_key::SignerKey;
pub use self::signature::{DetachedSignature, FileHash, NAMESPACE};
