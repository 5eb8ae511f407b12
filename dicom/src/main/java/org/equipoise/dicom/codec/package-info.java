/**
 * Codestreams of one frame to samples. Each decoder is told what the object's attributes promise, refuses a codestream
 * that promises anything else before it decodes, and one that ends early after it.
 */
@NullMarked
package org.equipoise.dicom.codec;

import org.jspecify.annotations.NullMarked;
