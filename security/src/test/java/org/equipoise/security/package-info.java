/** Rules of this module. */
@NullMarked
package org.equipoise.security;

import org.jspecify.annotations.NullMarked;
