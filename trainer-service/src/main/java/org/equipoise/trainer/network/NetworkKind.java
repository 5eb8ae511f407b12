package org.equipoise.trainer.network;

/** The networks that can be built. */
public enum NetworkKind {
    /** Two convolutions with pooling and a dense layer of 128 units: the article's. */
    ARTICLE_CNN,
    /** Four convolutions with batch normalisation. */
    CONV4,
    /** Residual blocks with batch normalisation; has a depth and a width. */
    RESIDUAL,
    /** A pretrained network that stays as it is, and a linear classifier of what it sees. */
    BACKBONE
}
