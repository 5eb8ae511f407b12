/** Tests of what is asked over HTTP. */
@NullMarked
package org.equipoise.augment.http;

import org.jspecify.annotations.NullMarked;
