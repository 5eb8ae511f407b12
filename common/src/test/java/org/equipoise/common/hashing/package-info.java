/** What is promised of hashes, against the standard. */
@NullMarked
package org.equipoise.common.hashing;

import org.jspecify.annotations.NullMarked;
