//! The digests of the cases, as they were recorded.

/// Name and SHA-256.
pub(crate) const RECORDED: [(&str, &str); 11] = [
    ("euler", "c00ed45c66a6b955c89fcf959cc32ab5fb8cbc32ae5c922819c21a92533a7df2"),
    ("euler-f32", "9ae696a60e4d9db4861209fb69343ac2962d04005679f9956be9b2a71008ea7f"),
    ("heun", "d1007591cb3b5a50a24f52318896562a957061b54c8c793d46c51e168d784b04"),
    ("rk4", "d203b84939203aec7c823de3727946ed1365a9f3c5c5e14ec317a321f9412110"),
    ("adaptive", "b6fc84b69fe33cc0557dd0c3c455683e18834febb1a4deb1b161f6201623cc5a"),
    ("strang", "28957a43888fbc5a9cb8bce963dfe19600d8d45e18576708f5336d9267ffccac"),
    ("etdrk4", "fe9ecb58b53435c836480d7ffc156e494ce7fa05aff0581944914e55fc04d258"),
    ("euler-maruyama", "8d387e4eddd02e9f4069c399691d21d44594043a5a349c187f009b170a2d9549"),
    ("mycelium", "a181362eff48e524f33c6e60a8e9b0c63bbf62f527d856fd4ba2dfb256f09650"),
    ("mfn-v4", "351f259b53bd026743002b9ba5257cdebe5388c23003095d6c228a80af7edaff"),
    ("volume", "b6e5599fe9bfe5895caa3da34925c39431f801f78c1d43c9bc26d26f5d49a15b"),
];
