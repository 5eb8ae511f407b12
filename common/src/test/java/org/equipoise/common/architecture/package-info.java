/** The architecture of every module, as rules that a build can check. */
@NullMarked
package org.equipoise.common.architecture;

import org.jspecify.annotations.NullMarked;
