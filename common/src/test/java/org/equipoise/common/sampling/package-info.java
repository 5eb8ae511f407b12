/** Tests of how often an epoch draws each class. */
@NullMarked
package org.equipoise.common.sampling;

import org.jspecify.annotations.NullMarked;
