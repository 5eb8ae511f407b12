/** API keys: who holds one, and in which role. */
@NullMarked
package org.equipoise.security.keys;

import org.jspecify.annotations.NullMarked;
