/** Tests of security. */
@NullMarked
package org.equipoise.common.security;

import org.jspecify.annotations.NullMarked;
