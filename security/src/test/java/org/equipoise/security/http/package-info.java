/** Tests of the check at start. */
@NullMarked
package org.equipoise.security.http;

import org.jspecify.annotations.NullMarked;
