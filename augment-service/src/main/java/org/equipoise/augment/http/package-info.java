/** The one question that augment answers over HTTP: what a policy makes of images. */
@NullMarked
package org.equipoise.augment.http;

import org.jspecify.annotations.NullMarked;
