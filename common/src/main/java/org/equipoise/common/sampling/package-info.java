/** How often an epoch draws each class: the shares that augment plans by are those that trainer's loss assumes. */
@NullMarked
package org.equipoise.common.sampling;

import org.jspecify.annotations.NullMarked;
