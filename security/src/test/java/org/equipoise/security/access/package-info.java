/** Tests of the rules. */
@NullMarked
package org.equipoise.security.access;

import org.jspecify.annotations.NullMarked;
