/** Pages that people read: HTML without scripts or anything from elsewhere, and its pictures. */
@NullMarked
package org.equipoise.common.html;

import org.jspecify.annotations.NullMarked;
