package org.equipoise.trainer.backbone;

/** What a pretrained network consists of: a layout that is known here, or a graph that came whole. */
public sealed interface BackboneKind permits BackboneArchitecture, ImportedGraph {

    /** The name that a person knows it by. */
    String wireName();

    /** Numbers that it says of an image. */
    int features();

    /** Where in it an image is looked at and how it is fed, as part of a key: only what is equal is seen alike. */
    String view();
}
