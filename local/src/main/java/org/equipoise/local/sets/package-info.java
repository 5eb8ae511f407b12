/** Reads labelled image sets from files: MedMNIST npz, manifests, folders and zips. Plain Java. */
@NullMarked
package org.equipoise.local.sets;

import org.jspecify.annotations.NullMarked;
